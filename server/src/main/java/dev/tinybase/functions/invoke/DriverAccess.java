package dev.tinybase.functions.invoke;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Enumeration;

/**
 * Takes JDBC drivers out of the JDK's list, which would keep their classes for ever. The JDK shows
 * a driver only to code whose loader knows it, so a class that asks for us is put beside it.
 */
final class DriverAccess {
  private static final ClassDesc MANAGER = ClassDesc.of("java.sql.DriverManager");
  private static final ClassDesc DRIVER = ClassDesc.of("java.sql.Driver");
  private static final ClassDesc DRIVERS = ClassDesc.of("java.util.Enumeration");

  private DriverAccess() {}

  /** Those whose classes come from the same loader as this one. */
  static void deregister(Class<?> neighbour) {
    var lookup = MethodHandles.lookup();
    try {
      var asker = MethodHandles.privateLookupIn(neighbour, lookup).defineClass(asker(neighbour));
      var drivers = (Enumeration<?>) asker.getMethod("drivers").invoke(null);
      var deregister = asker.getMethod("deregister", Object.class);
      for (var driver : Collections.list(drivers)) {
        if (neighbour.getClassLoader().equals(driver.getClass().getClassLoader())) {
          deregister.invoke(null, driver);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("classes of functions are open to us", e);
    }
  }

  private static byte[] asker(Class<?> neighbour) {
    var name = ClassDesc.of(neighbour.getPackageName(), "Drivers$Asker");
    var list = MethodTypeDesc.of(DRIVERS);
    var take = MethodTypeDesc.of(CD_void, CD_Object);
    int open = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;
    return ClassFile.of()
        .build(
            name,
            it ->
                it.withFlags(ClassFile.ACC_PUBLIC)
                    .withMethodBody(
                        "drivers",
                        list,
                        open,
                        code -> code.invokestatic(MANAGER, "getDrivers", list).areturn())
                    .withMethodBody(
                        "deregister",
                        take,
                        open,
                        code ->
                            code.aload(0)
                                .checkcast(DRIVER)
                                .invokestatic(
                                    MANAGER, "deregisterDriver", MethodTypeDesc.of(CD_void, DRIVER))
                                .return_()));
  }
}

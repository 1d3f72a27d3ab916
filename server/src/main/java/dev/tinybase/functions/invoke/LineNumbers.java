package dev.tinybase.functions.invoke;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/** Where methods stand in their source. */
final class LineNumbers {
  private LineNumbers() {}

  /** The line of the method's first statement; 0 where the class file does not tell. */
  static long of(Method method) {
    var type = method.getDeclaringClass();
    var file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in == null ? 0 : line(in.readAllBytes(), method);
    } catch (IOException | IllegalArgumentException _) {
      return 0;
    }
  }

  private static long line(byte[] classFile, Method method) {
    var descriptor =
        MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .toMethodDescriptorString();
    return ClassFile.of().parse(classFile).methods().stream()
        .filter(it -> it.methodName().equalsString(method.getName()))
        .filter(it -> it.methodType().equalsString(descriptor))
        .mapToLong(LineNumbers::first)
        .findFirst()
        .orElse(0);
  }

  private static long first(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.findAttributes(Attributes.lineNumberTable()).stream())
        .flatMap(table -> table.lineNumbers().stream())
        .mapToLong(LineNumberInfo::lineNumber)
        .min()
        .orElse(0);
  }
}

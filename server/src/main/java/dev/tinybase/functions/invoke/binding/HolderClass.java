package dev.tinybase.functions.invoke.binding;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.FieldBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.TypeAnnotation.FormalParameterTarget;
import java.lang.classfile.TypeAnnotation.TargetInfo;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * Makes a class with one field that has the type and the annotations of a method's parameter: the
 * validator checks fields without an object, but parameters of static methods not at all.
 */
public final class HolderClass {
  /** The field's name. */
  static final String FIELD = "value";

  private HolderClass() {}

  /** The class, made beside the one that declares the method; once for each parameter. */
  static Class<?> of(Method method, int parameter) {
    var owner = method.getDeclaringClass();
    var bytes =
        ClassFile.of()
            .build(
                name(method, parameter),
                it ->
                    it.withField(
                        FIELD,
                        type(method, parameter),
                        field -> annotate(field, compiled(method).orElseThrow(), parameter)));
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).defineClass(bytes);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("classes of functions are open to us", e);
    }
  }

  private static ClassDesc name(Method method, int parameter) {
    var of = method.getName() + "$" + Integer.toHexString(method.toString().hashCode());
    return ClassDesc.of(
        method.getDeclaringClass().getPackageName(), "Input$" + of + "$" + parameter);
  }

  private static ClassDesc type(Method method, int parameter) {
    return method.getParameterTypes()[parameter].describeConstable().orElseThrow();
  }

  private static void annotate(FieldBuilder field, MethodModel method, int parameter) {
    method
        .findAttribute(Attributes.signature())
        .map(it -> it.asMethodSignature().arguments().get(parameter))
        .ifPresent(it -> field.with(SignatureAttribute.of(it)));
    var annotations =
        method
            .findAttribute(Attributes.runtimeVisibleParameterAnnotations())
            .map(it -> it.parameterAnnotations().get(parameter))
            .orElse(List.<Annotation>of());
    field.with(RuntimeVisibleAnnotationsAttribute.of(annotations));
    var types =
        method.findAttribute(Attributes.runtimeVisibleTypeAnnotations()).stream()
            .flatMap(it -> it.annotations().stream())
            .filter(it -> stands(it.targetInfo(), parameter))
            .map(it -> TypeAnnotation.of(TargetInfo.ofField(), it.targetPath(), it.annotation()))
            .toList();
    field.with(RuntimeVisibleTypeAnnotationsAttribute.of(types));
  }

  private static boolean stands(TargetInfo target, int parameter) {
    return target instanceof FormalParameterTarget formal
        && formal.formalParameterIndex() == parameter;
  }

  /** A method as its class file has it; empty where that is gone. */
  public static Optional<MethodModel> compiled(Method method) {
    var type = method.getDeclaringClass();
    var file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    var descriptor =
        MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .toMethodDescriptorString();
    try (InputStream in = type.getResourceAsStream(file)) {
      return in == null
          ? Optional.empty()
          : ClassFile.of().parse(in.readAllBytes()).methods().stream()
              .filter(it -> it.methodName().equalsString(method.getName()))
              .filter(it -> it.methodType().equalsString(descriptor))
              .findFirst();
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

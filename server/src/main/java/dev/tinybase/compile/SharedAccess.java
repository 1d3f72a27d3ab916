package dev.tinybase.compile;

import dev.tinybase.compile.CompileResult.Unit;
import dev.tinybase.compile.Jars.ClassFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a file uses what is not public in the shared files. The compiler takes both for one
 * package, but at run time the shared classes have a loader of their own, so that every call would
 * fail there.
 */
final class SharedAccess {
  private final CompileTask task;
  private final Map<String, ClassModel> own = new HashMap<>();
  private final Map<String, ClassModel> shared;
  private final Map<String, Diagnostic> problems = new LinkedHashMap<>();

  private SharedAccess(CompileTask task, Map<String, ClassModel> shared) {
    this.task = task;
    this.shared = shared;
  }

  /** The first such use of each class and member. */
  static List<Diagnostic> problems(
      CompileTask task, List<ClassFile> classes, Map<String, ClassModel> shared) {
    var access = new SharedAccess(task, shared);
    for (var file : classes) {
      var model = java.lang.classfile.ClassFile.of().parse(file.bytes());
      access.own.put(model.thisClass().asInternalName(), model);
    }
    access.own.values().forEach(access::check);
    return List.copyOf(access.problems.values());
  }

  /** The classes of the shared files by their internal names. */
  static Map<String, ClassModel> classes(Unit shared) {
    var models = new HashMap<String, ClassModel>();
    try (var zip = new ZipFile(shared.jar().toFile())) {
      for (var entry : zip.stream().toList()) {
        try (var in = zip.getInputStream(entry)) {
          var model = java.lang.classfile.ClassFile.of().parse(in.readAllBytes());
          models.put(model.thisClass().asInternalName(), model);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the classes of the shared files are gone", e);
    }
    return models;
  }

  private void check(ClassModel type) {
    Stream.concat(type.superclass().stream(), type.interfaces().stream())
        .forEach(entry -> use(entry, type, 0));
    for (var method : type.methods()) {
      method.code().ifPresent(code -> check(code, type));
    }
  }

  private void check(CodeModel code, ClassModel user) {
    long line = 0;
    for (CodeElement element : code) {
      if (element instanceof LineNumber number) {
        line = number.line();
      }
      for (var entry : used(element).toList()) {
        use(entry, user, line);
      }
    }
  }

  /** What an instruction names that the JVM looks up. */
  private static Stream<? extends PoolEntry> used(CodeElement element) {
    return switch (element) {
      case FieldInstruction field -> Stream.of(field.field());
      case InvokeInstruction invoke -> Stream.of(invoke.method());
      case NewObjectInstruction made -> Stream.of(made.className());
      case NewReferenceArrayInstruction made -> Stream.of(made.componentType());
      case NewMultiArrayInstruction made -> Stream.of(made.arrayType());
      case TypeCheckInstruction check -> Stream.of(check.type());
      case LoadConstantInstruction load -> Stream.of(load.constantEntry());
      case ExceptionCatch caught -> caught.catchType().stream();
      case InvokeDynamicInstruction dynamic ->
          dynamic.invokedynamic().bootstrap().arguments().stream();
      default -> Stream.empty();
    };
  }

  private void use(PoolEntry entry, ClassModel user, long line) {
    switch (entry) {
      case ClassEntry type -> useClass(type.asInternalName(), user, line);
      case MethodHandleEntry handle -> use(handle.reference(), user, line);
      case MemberRefEntry member -> {
        if (useClass(member.owner().asInternalName(), user, line)) {
          useMember(member, user, line);
        }
      }
      default -> {}
    }
  }

  /** Whether it may. */
  private boolean useClass(String name, ClassModel user, long line) {
    var element = name.replaceFirst("^\\[+L(.*);$", "$1");
    var type = shared.get(element);
    boolean open = type == null || type.flags().has(AccessFlag.PUBLIC);
    if (!open) {
      add(simple(element), user, line);
    }
    return open;
  }

  private void useMember(MemberRefEntry member, ClassModel user, long line) {
    var name = member.name().stringValue();
    for (var owner = shared.get(member.owner().asInternalName());
        owner != null;
        owner = superclass(owner)) {
      var flags = flags(owner, name, member.type().stringValue());
      if (flags.isPresent()) {
        boolean open =
            flags.get().contains(AccessFlag.PUBLIC)
                || (flags.get().contains(AccessFlag.PROTECTED) && isBelow(user, owner));
        if (!open) {
          var type = simple(owner.thisClass().asInternalName());
          add(name.equals("<init>") ? "The constructor of " + type : type + "." + name, user, line);
        }
        return;
      }
    }
  }

  private static Optional<Set<AccessFlag>> flags(ClassModel owner, String name, String type) {
    return Stream.concat(
            owner.methods().stream()
                .filter(it -> it.methodName().equalsString(name))
                .filter(it -> it.methodType().equalsString(type))
                .map(it -> it.flags().flags()),
            owner.fields().stream()
                .filter(it -> it.fieldName().equalsString(name))
                .filter(it -> it.fieldType().equalsString(type))
                .map(it -> it.flags().flags()))
        .findFirst();
  }

  private boolean isBelow(ClassModel type, ClassModel other) {
    for (@Nullable ClassModel at = type; at != null; at = superclass(at)) {
      if (at == other) {
        return true;
      }
    }
    return false;
  }

  private @Nullable ClassModel superclass(ClassModel type) {
    var name = type.superclass().map(ClassEntry::asInternalName).orElse("");
    var mine = own.get(name);
    return mine == null ? shared.get(name) : mine;
  }

  private static String simple(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
  }

  private void add(String what, ClassModel user, long line) {
    var source =
        user.findAttribute(Attributes.sourceFile())
            .map(it -> it.sourceFile().stringValue())
            .orElse("");
    var path =
        task.files().stream()
            .map(SourceFile::path)
            .filter(known -> known.endsWith("/" + source))
            .findFirst()
            .orElse(task.files().getFirst().path());
    var message = what + " is not public in the shared files; functions see what is public there";
    problems.putIfAbsent(what, new Diagnostic(path, line, 0, message));
  }
}

/**
 * What authors of functions and extensions see of TinyBase; depends on the JDK and the annotations
 * of {@code jakarta.validation} alone.
 *
 * <p>A function is a method with {@link dev.tinybase.sdk.Register} in a file that has its name.
 * This is all of {@code greet.java}:
 *
 * {@snippet :
 * import dev.tinybase.sdk.*;
 * import jakarta.validation.constraints.*;
 *
 * record Guest(@NotBlank String name, @Size(max = 3) List<@Email String> mails) {}
 *
 * @Register(name = "greet", description = "Greets a guest", auth = Auth.PUBLIC)
 * String greet(Context ctx, Guest guest) {
 *   ctx.log().info("{} is here", guest.name());
 *   return "Hello, " + guest.name() + "!";
 * }
 * }
 */
@NullMarked
package dev.tinybase.sdk;

import org.jspecify.annotations.NullMarked;

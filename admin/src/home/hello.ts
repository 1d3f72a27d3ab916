/** The first function of an instance. */
export const HELLO = `import dev.tinybase.sdk.*;

record Greeting(String name) {}

@Register(name = "hello", description = "Greets somebody", auth = Auth.AUTH)
String hello(Context ctx, Greeting greeting) {
  ctx.log().info("Greeting {}", greeting.name());
  return "Hello, " + greeting.name();
}
`;

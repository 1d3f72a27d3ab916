import dev.tinybase.sdk.*;

record Numbers(double x, double y) {}

record Sum(double sum) {}

/** Admins alone may call it; Auth.AUTH lets every account, Auth.PUBLIC everybody. */
@Register(name = "add_numbers", description = "Adds two numbers", auth = Auth.ADMIN, tags = "math")
Sum addNumbers(Numbers numbers) {
  return new Sum(numbers.x() + numbers.y());
}

import dev.tinybase.sdk.*;

record Numbers(double x, double y) {}

record Sum(double sum) {}

@Register(name = "add_numbers", description = "Adds two numbers", auth = Auth.PUBLIC, tags = "math")
Sum addNumbers(Numbers numbers) {
  return new Sum(numbers.x() + numbers.y());
}

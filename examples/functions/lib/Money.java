import java.math.BigDecimal;
import java.math.RoundingMode;

/** What several functions know about money. */
public final class Money {
  private Money() {}

  /** The price of several, to the cent. */
  public static BigDecimal times(BigDecimal price, long quantity) {
    return price.multiply(BigDecimal.valueOf(quantity)).setScale(2, RoundingMode.HALF_UP);
  }
}

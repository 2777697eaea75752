package slipway.cli;

/** The way in from the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("slipway");
  }
}

package planted.storage;

final class Prints {
  void print() {
    System.out.println("printed");
  }
}

package planted.attic;

final class Box {}

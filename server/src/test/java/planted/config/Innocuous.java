package planted.config;

public final class Innocuous {}

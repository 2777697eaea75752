package planted.records;

public final class Rows {}

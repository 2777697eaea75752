package planted.storage;

public final class PublicForNobody {}

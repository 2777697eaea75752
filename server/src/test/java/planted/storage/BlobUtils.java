package planted.storage;

final class BlobUtils {}

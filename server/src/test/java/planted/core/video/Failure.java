package planted.core.video;

public record Failure(String sentence) {}

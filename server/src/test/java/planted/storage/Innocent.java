package planted.storage;

import planted.config.Innocuous;

public record Innocent(Innocuous settings) {}

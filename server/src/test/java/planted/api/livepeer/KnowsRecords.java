package planted.api.livepeer;

import planted.records.Rows;

public record KnowsRecords(Rows rows) {}

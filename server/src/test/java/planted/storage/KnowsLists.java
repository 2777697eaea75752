package planted.storage;

import org.apache.commons.csv.CSVRecord;

record KnowsLists(CSVRecord line) {}

package planted.storage;

import picocli.CommandLine;

record KnowsPicocli(CommandLine line) {}

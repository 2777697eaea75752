package planted.storage;

import java.util.logging.Logger;

record LogsByItself(Logger logger) {}

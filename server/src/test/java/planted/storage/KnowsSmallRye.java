package planted.storage;

import io.smallrye.config.SmallRyeConfig;

record KnowsSmallRye(SmallRyeConfig config) {}

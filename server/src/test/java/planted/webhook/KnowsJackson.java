package planted.webhook;

import tools.jackson.databind.ObjectMapper;

record KnowsJackson(ObjectMapper mapper) {}

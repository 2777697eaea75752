package planted.core.video;

import com.fasterxml.jackson.annotation.JsonProperty;

record KnowsAnnotations(@JsonProperty String name) {}

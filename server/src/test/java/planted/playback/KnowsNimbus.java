package planted.playback;

import com.nimbusds.jose.JWSObject;

record KnowsNimbus(JWSObject token) {}

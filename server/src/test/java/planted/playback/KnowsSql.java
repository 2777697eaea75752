package planted.playback;

import java.sql.Connection;

record KnowsSql(Connection connection) {}

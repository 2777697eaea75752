package planted.storage;

import com.maxmind.db.Reader;

record KnowsCountries(Reader reader) {}

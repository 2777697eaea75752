package planted.api.gcore;

import planted.api.livepeer.KnowsRecords;

record KnowsLivepeer(KnowsRecords livepeer) {}

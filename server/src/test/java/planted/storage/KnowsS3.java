package planted.storage;

import software.amazon.awssdk.services.s3.S3Client;

record KnowsS3(S3Client client) {}

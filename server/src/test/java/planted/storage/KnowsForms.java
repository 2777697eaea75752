package planted.storage;

import org.apache.commons.fileupload2.core.MultipartInput;

record KnowsForms(MultipartInput form) {}

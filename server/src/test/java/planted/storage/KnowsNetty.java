package planted.storage;

import io.netty.buffer.ByteBuf;

record KnowsNetty(ByteBuf buffer) {}

import { parseArgs } from 'node:util';
import { FakeServer } from './fake.ts';
import { seed } from './seed.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4011' },
    web: { type: 'string' },
    seed: { type: 'boolean', default: false },
  },
});
const server = new FakeServer({ step: 1_500, ...(values.web ? { web: values.web } : {}) });
const url = await server.listen(Number(values.port));
if (values.seed) seed(server);
console.log(`Fake server at ${url}, admin key "${server.knobs.key}"`);

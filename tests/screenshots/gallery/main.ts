// Usage: npm run gallery [-- --serve [--port N]]. Makes one page of every screen and every component in out/gallery and prints its path.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeGallery } from './make.ts';

const { values } = parseArgs({
  options: { serve: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
});

const file = await makeGallery();
if (values.serve) {
  const server = createServer(({ url }, response) => {
    const name = url === '/' ? 'index.html' : url === '/screen.html' ? 'screen.html' : null;
    response.writeHead(name === null ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(name === null ? '' : readFileSync(join(dirname(file), name)));
  });
  server.listen(Number(values.port), '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}/`);
  });
} else console.log(`file://${file}`);

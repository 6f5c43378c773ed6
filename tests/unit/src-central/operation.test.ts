import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { filled } from '../../../build/deb/pack.ts';
import { repositoryRoot } from '../../../build/runtime.ts';
import { whyUnsafe } from '../../../src-central/database/transport.ts';

const operation = join(repositoryRoot, 'src-central', 'operation');
const image = join(operation, 'image');
const deb = join(repositoryRoot, 'build', 'centre-deb', 'root');
const read = (...names: string[]): string => readFileSync(join(...names), 'utf8');

const Service = z.looseObject({
  image: z.string(),
  build: z.object({ dockerfile: z.string(), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).default([]),
  secrets: z.array(z.union([z.string(), z.object({ source: z.string(), target: z.string() })])).default([]),
  depends_on: z.record(z.string(), z.unknown()).default({}),
});
const Compose = z.looseObject({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

const composeText = read(image, 'compose.yaml');
const compose = Compose.parse(parse(composeText, { merge: true }));
const containerfile = read(image, 'Containerfile');
const services = Object.entries(compose.services);
const replicas = services.filter(([name]) => name.startsWith('central-'));

describe('the compose file', () => {
  it('has three replicas of one image, reachable only from this machine, which start after a migration', () => {
    expect(replicas.map(([name]) => name)).toEqual(['central-1', 'central-2', 'central-3']);
    for (const [, { image: name, ports = [], depends_on, command }] of replicas) {
      expect(name).toBe('torn-central');
      expect(command).toBeUndefined();
      expect(ports.every((port) => /^127\.0\.0\.1:\d+:8080$/.test(port))).toBe(true);
      expect(depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    }
    expect(compose.services.migrate).toMatchObject({ image: 'torn-central', command: ['migrate'] });
  });

  it('names only existing services, volumes, secrets, stages and files', () => {
    const stages = [...containerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
    for (const [, { build, volumes, secrets, depends_on }] of services) {
      if (build)
        expect([existsSync(join(image, build.dockerfile)), stages.includes(build.target)]).toEqual([true, true]);
      for (const [source = ''] of volumes.map((volume) => volume.split(':')))
        expect(source.startsWith('./') ? existsSync(join(image, source)) : source in compose.volumes).toBe(true);
      for (const secret of secrets)
        expect(compose.secrets).toHaveProperty(typeof secret === 'string' ? secret : secret.source);
      for (const name of Object.keys(depends_on)) expect(compose.services).toHaveProperty(name);
    }
    for (const { file } of Object.values(compose.secrets))
      expect(composeText).toContain(`#   ${file.split('/').at(-1)} `);
  });

  it('passes the centre’s secrets as files with the expected names, and none in a variable', () => {
    const known = read(repositoryRoot, 'src-central', 'service-credentials.ts');
    for (const [, { secrets }] of replicas)
      for (const secret of secrets)
        expect(known).toContain(typeof secret === 'string' ? 'no name' : `'${secret.target}'`);
    expect(containerfile).toContain('CREDENTIALS_DIRECTORY=/run/secrets');
    expect(composeText).not.toMatch(/^\s+(DATABASE_URL|POSTGRES_PASSWORD):/m);
  });

  it('connects the centre to its database through sockets, so that nothing crosses a network', () => {
    const url = /database-url +(postgres:\S+)/.exec(composeText)?.[1] ?? '';
    expect(whyUnsafe(url)).toBeNull();
    const folder = new URL(url).searchParams.get('host');
    const pgbouncer = read(image, 'pgbouncer.ini');
    expect(pgbouncer).toContain(`\nunix_socket_dir = ${folder}\n`);
    expect(pgbouncer).toMatch(/^listen_addr =$/m);
    expect(pgbouncer).toMatch(/^pool_mode = transaction$/m);
    for (const [, { volumes }] of replicas) expect(volumes).toContain(`pgbouncer-socket:${folder}`);
    expect(compose.services.postgres?.command).toContain('listen_addresses=');
  });
});

it('the image starts the unit’s program from the package, as its user', () => {
  const entry = /^ENTRYPOINT \["([^"]+)"\]$/m.exec(containerfile)?.[1] ?? '';
  expect(read(deb, 'usr/lib/systemd/system/torn-central.service')).toContain(`\nExecStart=${entry}\n`);
  expect(existsSync(join(deb, entry))).toBe(true);
  const user = /^USER (\S+)$/m.exec(containerfile)?.[1];
  expect(read(deb, 'usr/lib/sysusers.d/torn-central.conf')).toContain(`\nu ${user} `);
});

it('the files for a cluster are complete once their placeholders are filled in, and the page names each file', () => {
  const words = ['machine', 'address', 'etcd', 'lag', 'synchronous', 'network', 'folder', 'certificate', 'members'];
  const all = [...words, 'certificatekey', 'certificates', 'password', 'watchdog'];
  const given = Object.fromEntries(all.map((word) => [word, 'x']));
  const text = filled(read(operation, 'patroni.yml.in'), given);
  const store = filled(read(operation, 'etcd.yml.in'), given);
  expect(text + store).not.toMatch(/@[a-z]+@/);
  // Only the cluster's own machines may write to etcd or control Patroni.
  expect(parse(text)).toMatchObject({ etcd3: { protocol: 'https' }, restapi: { verify_client: 'optional' } });
  const secured = { 'client-cert-auth': true };
  expect(parse(store)).toMatchObject({ 'client-transport-security': secured, 'peer-transport-security': secured });
  expect(text + store).not.toContain('http://');
  expect(parse(text)).toMatchObject({ scope: 'torn', bootstrap: { dcs: { ttl: 20, synchronous_mode: 'x' } } });
  const page = read(operation, 'README.md');
  for (const name of readdirSync(operation)) if (name !== 'README.md') expect(page).toContain(`\`${name}`);
});

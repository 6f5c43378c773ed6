import { marked } from 'marked';
import { type ComponentChildren, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { inWords, type Member, membersOf, refOf } from './members.ts';
import { READING_STYLE } from './reading-style.ts';
import { type ApiDocument, type Described, type JsonSchema, type Media, parametersOf } from './schema.ts';

interface Call extends Described {
  method: string;
  path: string;
}

/** The sequence of the sections: booking systems first, because their developers read this page most often. */
const TAGS = ['appointments', 'administration', 'kiosk'];

const ASKED_BY: Readonly<Record<string, string>> = {
  channelToken: 'A channel, by its token (Authorization: Bearer torn_…)',
  token: 'A person or a program of the city, by a token (Authorization: Bearer torn_…)',
  kioskSignature: 'A kiosk, by its signature',
  candidateSignature: 'A machine that asks to be enrolled, by its signature',
};

/** Whether a parameter is listed with its operation. The headers of every request are described once, in the guide. */
const isOwn = ({ in: place }: { in: string }): boolean => place === 'path' || place === 'query';

const anchor = (name: string): string => `schema-${name}`;
const json = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Returns an HTML page without scripts that describes every operation with request, answers, problems and an example. */
export function readingPage(document: ApiDocument): string {
  const { info, tags, components } = document;
  const calls: Call[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      ...described,
      summary: described.summary.replaceAll('`', ''),
      method: method.toUpperCase(),
      path,
    })),
  );
  const groups = TAGS.map((tag) => ({
    tag,
    meaning: tags.find(({ name }) => name === tag)?.description ?? '',
    calls: calls.filter((call) => call.tags.includes(tag)),
  }));
  const schemas = Object.entries(components.schemas);
  const page = h(
    'html',
    { lang: 'en' },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('title', null, info.title),
      h('style', { dangerouslySetInnerHTML: { __html: READING_STYLE } }),
    ),
    h(
      'body',
      null,
      h(
        'header',
        null,
        h('h1', null, info.title),
        h('p', null, `Version ${info.version}. For programs: `, h('a', { href: 'openapi.json' }, 'openapi.json')),
      ),
      contents(groups),
      h(
        'main',
        null,
        ...groups.map(({ tag, meaning, calls: those }) =>
          h('section', { key: tag }, h('h2', { id: tag }, meaning), ...those.map((call) => callOf(call, document))),
        ),
        h('h2', { id: 'guide' }, 'Guide'),
        // The guide is part of this program, so its HTML is trusted.
        h('section', { dangerouslySetInnerHTML: { __html: guideOf(info.description) } }),
        h('h2', { id: 'schemas' }, 'Schemas'),
        ...schemas.map(([name, schema]) => schemaOf(name, schema)),
      ),
    ),
  );
  return `<!DOCTYPE html>${renderToString(page)}`;
}

function contents(groups: readonly { tag: string; meaning: string; calls: readonly Call[] }[]): ComponentChildren {
  return h(
    'nav',
    { 'aria-label': 'Contents' },
    ...groups.map(({ tag, meaning, calls }) =>
      h(
        'section',
        { key: tag },
        h('h2', null, h('a', { href: `#${tag}` }, meaning)),
        h(
          'ul',
          null,
          ...calls.map(({ operationId, method, path, summary }) =>
            h(
              'li',
              { key: operationId },
              h('a', { href: `#${operationId}` }, h('code', null, h('span', { class: 'method' }, method), path)),
              h('div', null, summary),
            ),
          ),
        ),
      ),
    ),
    h('p', null, h('a', { href: '#guide' }, 'Guide')),
  );
}

const guideOf = (markdown: string): string =>
  marked
    .parse(markdown.replace(/^(#+) /gm, '#$1 '), { async: false })
    // Wide blocks can have the focus, so that they can be scrolled with the keyboard.
    .replaceAll('<pre>', '<pre tabindex="0">');

function callOf(call: Call, document: ApiDocument): ComponentChildren {
  const { operationId, method, path, summary, description, security, requestBody } = call;
  const asked = Object.keys(security[0] ?? {}).map((scheme) => ASKED_BY[scheme])[0] ?? 'No credential';
  const [body] = Object.entries(requestBody?.content ?? {});
  return h(
    'article',
    { id: operationId, key: operationId },
    h('h3', null, h('code', null, h('span', { class: 'method' }, method), path)),
    h('p', null, summary, '.'),
    h('p', { class: 'small' }, asked, '. ', description ?? '', ' ', h('code', null, operationId)),
    ...takes(call, document, body),
    ...answers(call),
    problems(call),
    h('h4', null, 'Example'),
    code(curlOf(call, document, body), `${operationId}: a request`),
  );
}

function takes(call: Call, document: ApiDocument, body: [string, Media] | undefined): ComponentChildren[] {
  const inPath = parametersOf(call, document)
    .filter(isOwn)
    .map(({ name, in: place, required = false, description, schema }): Member => {
      const [is, meaning] = [inWords(schema), `in the ${place}. ${description ?? schema.description ?? ''}`];
      return { name, isNeeded: required, is, ref: refOf(schema), meaning };
    });
  const ofBody = body ? bodyMembers(body[1].schema ?? {}, document) : [];
  const isText = body !== undefined && ofBody.length === 0;
  return [
    ...(inPath.length > 0 || ofBody.length > 0 ? [h('h4', null, 'Request'), memberTable([...inPath, ...ofBody])] : []),
    ...(isText ? [h('p', null, `A body of ${body[0]}. ${body[1].schema?.description ?? ''}`)] : []),
  ];
}

/** The members of a body. A referenced schema is expanded, because readers look for its members here. */
function bodyMembers(schema: JsonSchema, { components }: ApiDocument): Member[] {
  const named = schema.$ref === undefined ? schema : components.schemas[inWords(schema)];
  return membersOf(named ?? {}).map((member) => ({ ...member, meaning: `in the body. ${member.meaning}` }));
}

function answers({ operationId, responses }: Call): ComponentChildren[] {
  return Object.entries(responses)
    .filter(([status]) => Number(status) < 400)
    .flatMap(([status, { description, content }]) => {
      const [media] = Object.values(content ?? {});
      const is = media?.schema;
      return [
        h('h4', null, `Answer ${status}: `, is?.$ref === undefined ? description : linkTo(inWords(is))),
        ...(media?.example === undefined ? [] : [code(json(media.example), `${operationId}: an answer`)]),
      ];
    });
}

function problems({ responses }: Call): ComponentChildren {
  const rows = Object.entries(responses).flatMap(([status, { content }]) =>
    Object.entries(content?.['application/problem+json']?.examples ?? {}).map(([kind, { value }]) => ({
      status,
      kind,
      title: value.title,
    })),
  );
  const lines = rows.map(({ status, kind, title }) => [[status], [h('code', null, kind)], [title]]);
  return h('div', null, h('h4', null, 'Problems'), table(['Status', 'Kind', 'What it means'], lines));
}

function curlOf(call: Call, document: ApiDocument, body: [string, Media] | undefined): string {
  const { method, path, security } = call;
  const known = parametersOf(call, document).filter(isOwn);
  const example = (name: string): string => encodeURIComponent(String(sampleOf(call, name)));
  const asked = known.filter(({ in: place, required }) => place === 'query' && required);
  const query = asked.map(({ name }) => `${name}=${example(name)}`).join('&');
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => example(name));
  const schemes = Object.keys(security[0] ?? {});
  const isSigned = schemes.some((scheme) => scheme.endsWith('Signature'));
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} 'https://centre.example${address}${query === '' ? '' : `?${query}`}'`,
    ...(schemes.length > 0 && !isSigned ? ["-H 'Authorization: Bearer torn_…'"] : []),
    ...(isSigned ? ["-H 'Signature-Input: torn=(…)' -H 'Signature: torn=:…:'"] : []),
    ...(body ? [`-H 'Content-Type: ${body[0]}'`, `--data-binary '${json(body[1].example).replaceAll("'", '’')}'`] : []),
  ];
  return lines.join(' \\\n  ');
}

const sampleOf = (call: Call, name: string): unknown =>
  call.parameters?.flatMap((one) => ('name' in one && one.name === name ? [one.example] : []))[0] ?? name;

function schemaOf(name: string, schema: JsonSchema): ComponentChildren {
  const members = membersOf(schema);
  return h(
    'article',
    { id: anchor(name), key: name },
    h('h3', null, name),
    schema.description === undefined ? null : h('p', null, schema.description),
    members.length > 0 ? memberTable(members) : h('p', null, inWords(schema)),
  );
}

const memberTable = (members: readonly Member[]): ComponentChildren =>
  table(
    ['Name', 'Type', 'Meaning'],
    members.map(({ name, isNeeded, is, ref, meaning }) => [
      [h('code', null, name)],
      linked(is, ref),
      [`${isNeeded ? 'Required' : 'Optional'}${meaning === '' ? '.' : `, ${meaning}`}`],
    ]),
  );

/** Each line is a list of cells, and each cell a list of its parts. */
function table(names: readonly string[], lines: readonly (readonly ComponentChildren[][])[]): ComponentChildren {
  const head = h('tr', null, ...names.map((name) => h('th', { scope: 'col', key: name }, name)));
  const body = lines.map((cells) => h('tr', null, ...cells.map((parts) => h('td', null, ...parts))));
  return h('table', null, h('thead', null, head), h('tbody', null, ...body));
}

function linked(is: string, ref: string | null): ComponentChildren[] {
  const [before = '', ...after] = ref === null ? [is] : is.split(ref);
  return ref === null || after.length === 0 ? [is] : [before, linkTo(ref), after.join(ref)];
}

const linkTo = (name: string): ComponentChildren => h('a', { href: `#${anchor(name)}` }, name);
const code = (text: ComponentChildren, label: string): ComponentChildren =>
  h('pre', { tabIndex: 0, role: 'group', 'aria-label': label }, h('code', null, text));

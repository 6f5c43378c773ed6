// Usage: npm run conformance -- --url URL --city CITY [--only PREFIX] [--json]. Tries every rule of the API on a centre. Tokens are in TORN_TOKEN,
// TORN_CHANNEL_TOKEN and TORN_VIEWER_TOKEN. Exits with 1 when a rule is broken.

import { parseArgs } from 'node:util';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { messageOf } from '../../src-main/domain/result.ts';
import { RULES, tryRules, type Verdict } from './suite.ts';

const USAGE = `usage: TORN_TOKEN=… npm run conformance -- --url URL --city CITY [--only PREFIX] [--json]
With TORN_CHANNEL_TOKEN, a channel's token, it also tries the rules on appointments; with TORN_VIEWER_TOKEN, a viewer's token, the rule on roles.
It makes an office conformance-x… with its own kiosks, and does not remove them.`;

function cannotBegin(why: string): never {
  console.error(`${why}\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        url: { type: 'string' },
        city: { type: 'string' },
        only: { type: 'string', default: '' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return cannotBegin(messageOf(error));
  }
}

const { url, city, only, json } = readArguments();
const token = process.env.TORN_TOKEN;
const cityId = CityId.safeParse(city);
if (url === undefined || !URL.canParse(url)) cannotBegin('--url is missing: the address of the centre');
if (!cityId.success) cannotBegin('--city is missing or not a valid city name');
if (!token) cannotBegin('TORN_TOKEN is missing: an access token of the city');
const rules = RULES.filter(({ id }) => id.startsWith(only));
if (rules.length === 0) cannotBegin(`no rule begins with ${only}`);

const line = ({ id, says, broken }: Verdict): string =>
  broken === null
    ? `kept    ${id}: ${says}`
    : `BROKEN  ${id}: ${says}\n        seen: ${broken.replaceAll('\n', '\n        ')}`;

const centre = {
  url: url.replace(/\/+$/, ''),
  cityId: cityId.data,
  token,
  channelToken: process.env.TORN_CHANNEL_TOKEN || null,
  viewerToken: process.env.TORN_VIEWER_TOKEN || null,
};
const verdicts = await tryRules(centre, rules, (verdict) =>
  console.log(json ? JSON.stringify(verdict) : line(verdict)),
);
const broken = verdicts.filter((verdict) => verdict.broken !== null).length;
if (!json) console.log(`${verdicts.length - broken} rules kept, ${broken} broken`);
process.exitCode = broken > 0 ? 1 : 0;

import { randomBytes } from 'node:crypto';
import { createKeyring, encryptionKeyOf } from '../../src-central/appointments/keyring.ts';
import { createReach } from '../../src-central/contacts/reach.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { formIn, solved } from './booking-forms.ts';
import { hoursOffice, planOf, TRAMITS } from './hours-office.ts';
import { startMailServer } from './mail-server.ts';
import { startTestCentre, terrassa } from './test-centre.ts';
import { startValid } from './valid.ts';

export const ORIGIN = 'https://cita.exemple.cat';
export const HOME = `/c/${terrassa}`;
export const ERRAND = `${HOME}?errand=${TRAMITS}&lang=ca`;
export const ADDRESS = 'nuria@exemple.cat';

export async function startCitizens(databaseUrl: string, plan: Record<string, unknown> = planOf()) {
  const signingKey = newSigningKey();
  const keyring = createKeyring(encryptionKeyOf(randomBytes(32)));
  const mail = await startMailServer();
  const valid = await startValid(`${ORIGIN}/c/identified`);
  const reach = createReach({ mailServer: mail.settings, textGateway: null, signingKey });
  const centre = await startTestCentre(databaseUrl, {
    signingKey,
    keyring,
    citizens: {
      origin: ORIGIN,
      reach,
      identification: valid.identification,
    },
  });
  const { publishPlan } = await hoursOffice(centre, 'oac-hores', plan);
  const cookies = new Map<string, string>();
  async function ask(path: string, fields: Record<string, string> | null = null) {
    const answer = await fetch(`${centre.url}${path}`, {
      method: fields === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(fields === null ? {} : { body: new URLSearchParams(fields) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') ?? '' };
  }
  const hold = async (from = ERRAND): Promise<string> => (await ask(HOME, solved(await ask(from)))).to;
  const codeSent = (): string => /\d{6}/.exec(mail.mails.at(-1)?.text ?? '')?.[0] ?? '';
  async function identify(link: string): Promise<string> {
    const provider = await fetch((await ask(link)).to, { redirect: 'manual' });
    return (await ask((provider.headers.get('location') ?? '').slice(ORIGIN.length))).to;
  }
  /** Enters an e-mail address and then the mailed code. Returns the address to which the centre then redirects. */
  async function prove(notice: string, address = ADDRESS): Promise<string> {
    const sent = await ask(`${HOME}/notice`, { ...formIn(await ask(notice)), address });
    return (await ask(`${HOME}/notice`, { ...formIn(sent), code: codeSent() })).to;
  }
  return { centre, keyring, mail, ask, hold, codeSent, cookies, identify, prove, publishPlan, reach };
}

export const tokenIn = (address: string): string => /\/c\/\w+\/([A-Z2-7]{26})/.exec(address)?.[1] ?? '';
export const linkIn = (text: string, part: string): string =>
  [...text.matchAll(/href="([^"]*)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .find((href) => href.includes(part)) ?? '';

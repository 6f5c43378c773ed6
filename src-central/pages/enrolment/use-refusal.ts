import type { Refused } from '../client.ts';
import { usePage } from '../page-context.ts';

const SAID = [
  'malformed-request',
  'unknown-code',
  'code-expired',
  'code-spent',
  'fingerprint-differs',
  'slot-taken',
  'already-replaced',
  'not-found',
  'too-many-tries',
  'test-build',
  'wrong-role',
  'wrong-office',
  'unreachable',
] as const satisfies readonly Refused['kind'][];

export function useRefusal(): (refused: Refused) => string {
  const { t } = usePage();
  return ({ kind, errors }) => {
    const said = SAID.find((one) => one === kind);
    if (said === undefined) return t('enrolment.refused.other');
    const isOfCode = errors.some(({ pointer }) => pointer === '/path/code');
    return said === 'malformed-request' && !isOfCode ? t('enrolment.refused.place') : t(`enrolment.refused.${said}`);
  };
}

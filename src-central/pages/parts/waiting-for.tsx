import type { Refused } from '../client.ts';
import { usePage } from '../page-context.ts';

export function WaitingFor({ fault }: { fault: Refused | null }) {
  const { t } = usePage();
  const words =
    fault === null
      ? t('data.loading')
      : fault.kind === 'not-found'
        ? t('data.missing')
        : fault.kind.startsWith('wrong-')
          ? t('data.refused')
          : t('data.none');
  return (
    <p class="waiting-for" role="status" data-waits={fault === null || undefined}>
      {words}
    </p>
  );
}

import { useContext } from 'preact/hooks';
import { useWords } from '../speaking.ts';
import { Standing } from '../standing.ts';
import { Pictogram } from './pictogram.tsx';

type PagerProps = {
  page: number;
  pages: number;
  isHeld: boolean;
  onTurn: (page: number) => void;
};

export function Pager({ page, pages, isHeld, onTurn }: PagerProps) {
  const { t } = useWords();
  const { sizes, spacing } = useContext(Standing);
  const isWide = spacing === 'wide' || (sizes?.scale ?? 1) > 1;
  return (
    <nav class="pager" inert={isHeld} aria-label={t('pager.label', { page: page + 1, pages })}>
      <button type="button" class="pager-button pager-previous" disabled={page === 0} onClick={() => onTurn(page - 1)}>
        <Pictogram name="page-up" />
        <span>{t('pager.previous')}</span>
      </button>
      <span class="pager-count" aria-hidden="true">
        {page + 1}/{pages}
      </span>
      <button
        type="button"
        class="pager-button pager-next"
        disabled={page >= pages - 1}
        aria-label={t('pager.next')}
        onClick={() => onTurn(page + 1)}
      >
        <span>{t(isWide ? 'pager.more' : 'pager.next')}</span>
        <Pictogram name="page-down" />
      </button>
    </nav>
  );
}

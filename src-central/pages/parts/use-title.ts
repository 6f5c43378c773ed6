import { useEffect } from 'preact/hooks';

/** The window's title begins with the page's own. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Torn`;
  }, [title]);
}

export interface PageProps {
  /** Parameters of the route's pattern. */
  params: Readonly<Record<string, string>>;
}

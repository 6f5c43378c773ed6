/** The addresses of the pages, which the staff's listener answers with the program. */
export const PAGE_PATHS = {
  city: '/',
  kiosks: '/kiosks',
  kiosk: '/kiosks/:kioskId',
} as const;

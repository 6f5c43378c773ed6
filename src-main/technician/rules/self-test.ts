/** Parts of the self-test, in the order in which a person should attend to them. */
export const SELF_TEST_PARTS = ['disk', 'copies', 'printer', 'scanner', 'network', 'clock', 'sound', 'start'] as const;
export type SelfTestPart = (typeof SELF_TEST_PARTS)[number];

/** Parts that an intact kiosk may lack. */
export const SELF_TEST_LACKS = ['no-scanner', 'stands-alone', 'no-other-clock', 'start-unknown'] as const;
/**
 * Whether a keyboard can change the kernel's command line, as root's `boot-menu` found at boot. `unknown`: not an installed kiosk, or an
 * unknown boot loader.
 */
export const BOOT_MENUS = ['closed', 'open', 'unknown'] as const;
export type BootMenu = (typeof BOOT_MENUS)[number];

export type SelfTestLack = (typeof SELF_TEST_LACKS)[number];

/** Stage of saving the diagnostics. `no-stick`: no writable USB memory. `other-file-system`: neither FAT nor exFAT. */
export const DIAGNOSTICS_STAGES = ['none', 'saving', 'saved', 'no-stick', 'other-file-system', 'not-saved'] as const;
export type DiagnosticsStage = (typeof DIAGNOSTICS_STAGES)[number];

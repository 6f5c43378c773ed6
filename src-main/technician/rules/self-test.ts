export const SELF_TEST_PARTS = ['disk', 'copies', 'printer', 'scanner', 'network', 'clock', 'sound', 'start'] as const;
export type SelfTestPart = (typeof SELF_TEST_PARTS)[number];

/** Results of the self-test that are no fault: no scanner, no centre, no other clock to compare with, and a `bootMenu` of `unknown`. */
export const SELF_TEST_LACKS = ['no-scanner', 'stands-alone', 'no-other-clock', 'start-unknown'] as const;
/**
 * Whether a person with a keyboard can change the kernel's command line at boot, as root's script `boot-menu` found. `unknown`: not an
 * installed kiosk, or an unknown boot loader.
 */
export const BOOT_MENUS = ['closed', 'open', 'unknown'] as const;
export type BootMenu = (typeof BOOT_MENUS)[number];

export type SelfTestLack = (typeof SELF_TEST_LACKS)[number];

/** Stage of saving the diagnostics. `no-stick`: no writable USB stick. `other-file-system`: neither FAT nor exFAT. */
export const DIAGNOSTICS_STAGES = ['none', 'saving', 'saved', 'no-stick', 'other-file-system', 'not-saved'] as const;
export type DiagnosticsStage = (typeof DIAGNOSTICS_STAGES)[number];

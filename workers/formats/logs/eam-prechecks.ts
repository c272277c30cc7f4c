import { defineFormat, type Sample } from '../format';
import { component, followedBy, level, seq, time } from '../grammar';
import { commonLines } from '../heads';

/** CollectRequirements_com.vmware.eam_….log: what is checked of EAM before an upgrade, by Python's logging. */
export default defineFormat({
  id: 'eam-prechecks',
  label: 'EAM upgrade checks',
  rank: 66,
  paths: [/(^|\/)CollectRequirements_com\.vmware\.eam_[^/]*\.log$/i],
  bareLines: 'join',
  variants: [
    { head: seq(time.iso, ' ', level.word, ' ', followedBy('eam.'), component.until(' ')) },
    ...commonLines,
  ],
});

export const samples: Sample[] = [
  {
    // A real line whose time and address were taken out in the source; both are filled in here.
    text: "2023-12-05T17:35:29.040Z INFO eam.lib.eam-upgrade-prechecks Verifying ('192.0.2.7'8080).",
    expect: {
      time: '2023-12-05T17:35:29.040Z',
      level: 'info',
      component: 'eam.lib.eam-upgrade-prechecks',
      message: "Verifying ('192.0.2.7'8080).",
    },
  },
  {
    text: "2023-12-05T17:35:30.040Z WARNING eam.lib.eam-upgrade-prechecks The ('192.0.2.7'8080) is not trusted.\nTraceback (most recent call last):",
    expect: {
      time: '2023-12-05T17:35:30.040Z',
      level: 'warning',
      component: 'eam.lib.eam-upgrade-prechecks',
      message: "The ('192.0.2.7'8080) is not trusted.\nTraceback (most recent call last):",
    },
  },
];

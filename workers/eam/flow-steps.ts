/** A step of an installation, from the service that is defined to the green agent. */
export interface FlowStep {
  step: number;
  title: string;
  who: string;
  /** Minutes that it may take before it counts as standing still. */
  minutes: number;
}

/** The steps of an installation; an uninstallation goes down the same ladder. */
export const FLOW_STEPS: readonly FlowStep[] = [
  { step: 0, title: 'Service is defined', who: 'user or partner → NSX', minutes: 0 },
  { step: 1, title: 'Deployment unit is created', who: 'NSX', minutes: 5 },
  { step: 2, title: 'Agency and agents are created', who: 'NSX → EAM', minutes: 5 },
  { step: 3, title: 'Host is scanned, differences become issues', who: 'EAM', minutes: 10 },
  { step: 4, title: 'VIB is installed', who: 'EAM → host', minutes: 20 },
  { step: 5, title: 'OVF is transferred to the datastore', who: 'EAM ← NSX Manager', minutes: 30 },
  { step: 6, title: 'VM is created', who: 'EAM', minutes: 20 },
  { step: 7, title: 'Network card is connected', who: 'EAM', minutes: 10 },
  { step: 8, title: 'VM is powered on', who: 'EAM', minutes: 15 },
  { step: 9, title: 'IP address is configured', who: 'NSX plug-in', minutes: 15 },
  { step: 10, title: 'Green, service is up', who: 'NSX', minutes: 0 },
];

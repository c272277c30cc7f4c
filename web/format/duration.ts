export * from '../../workers/shown/duration';

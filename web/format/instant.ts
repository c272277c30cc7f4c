export * from '../../workers/shown/instant';

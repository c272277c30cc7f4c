export * from '../../workers/shown/bytes';

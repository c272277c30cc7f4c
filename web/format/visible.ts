export * from '../../workers/shown/visible';

export * from '../../workers/shown/number';

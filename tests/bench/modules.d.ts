// Imports that a build plugin answers are declared with the workers.
import '../../workers/modules';

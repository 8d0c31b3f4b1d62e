package verisim.core.model;

/** A model that can be saved: its state is settings and arrays, nothing else. */
public interface PersistentModel extends GenerativeModel {
    /** Returns all that {@link ModelProvider#load} needs to make an equal model. */
    ModelState state();
}

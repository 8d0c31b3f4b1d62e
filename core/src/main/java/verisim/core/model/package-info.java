/** What a model is, what it can do, how it is trained, found and saved. Read {@link verisim.core.model.GenerativeModel} first. */
package verisim.core.model;

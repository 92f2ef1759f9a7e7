// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole;

import javax.swing.AbstractButton;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import java.awt.Component;
import java.awt.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import static org.awaitility.Awaitility.await;

/** Access to the components below some roots, on Swing's thread; to be called on another. */
public final class SwingTree {

    private static final Duration SOON = Duration.ofMinutes(3);

    private final Supplier<List<? extends Container>> roots;

    /** Creates it with roots that may change. */
    public SwingTree(Supplier<List<? extends Container>> roots) {
        this.roots = roots;
    }

    /** Returns the result of a task that is run on Swing's thread. */
    public static <T> T swing(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        SwingUtilities.invokeAndWait(future);
        return future.get();
    }

    /** Returns all components of a type. */
    public <T extends Component> List<T> all(Class<T> type) throws Exception {
        return swing(
                () -> {
                    List<T> found = new ArrayList<>();
                    roots.get().forEach(root -> collect(root, type, found));
                    return found;
                });
    }

    /** Returns the component with a name, once it exists. */
    public <T extends Component> T find(String name, Class<T> type) throws Exception {
        await(name).atMost(SOON).until(() -> !named(name, type).isEmpty());
        return named(name, type).get(0);
    }

    private <T extends Component> List<T> named(String name, Class<T> type) throws Exception {
        List<T> found = all(type);
        found.removeIf(component -> !name.equals(component.getName()));
        return found;
    }

    /** Returns the button with a text, the one that appeared last, once it exists. */
    public AbstractButton button(String text) throws Exception {
        await("button " + text).atMost(SOON).until(() -> !buttons(text).isEmpty());
        List<AbstractButton> found = buttons(text);
        return found.get(found.size() - 1);
    }

    private List<AbstractButton> buttons(String text) throws Exception {
        List<AbstractButton> found = all(AbstractButton.class);
        found.removeIf(button -> !text.equals(button.getText()));
        return found;
    }

    /**
     * Presses the button with a text, once it is enabled; does not wait for anything that this
     * opens.
     */
    public void press(String text) throws Exception {
        await("button " + text + " to be enabled")
                .atMost(SOON)
                .until(() -> swing(button(text)::isEnabled));
        AbstractButton button = button(text);
        SwingUtilities.invokeLater(() -> button.doClick(0));
    }

    /** Returns whether there is an enabled button with a text. */
    public boolean offers(String text) throws Exception {
        List<AbstractButton> found = buttons(text);
        return swing(() -> found.stream().anyMatch(Component::isEnabled));
    }

    /** Returns the text of the component with a name. */
    public String text(String name) throws Exception {
        JTextComponent component = find(name, JTextComponent.class);
        return swing(component::getText);
    }

    /** Waits until the component with a name has a text. */
    public void awaitText(String name, String text) {
        await(name + " to say " + text).atMost(SOON).until(() -> text(name).contains(text));
    }

    private static <T extends Component> void collect(
            Container container, Class<T> type, List<T> found) {
        for (Component component : container.getComponents()) {
            if (type.isInstance(component)) {
                found.add(type.cast(component));
            }
            if (component instanceof Container) {
                collect((Container) component, type, found);
            }
        }
    }
}

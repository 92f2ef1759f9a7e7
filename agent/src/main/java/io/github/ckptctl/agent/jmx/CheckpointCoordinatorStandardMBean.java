// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.jmx;

import io.github.ckptctl.control.model.CallerContext;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.NotificationEmitter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** MBean of one job. Several attributes set in one call are one update, all or none. */
final class CheckpointCoordinatorStandardMBean extends AnnotatedMBean {

    private final CheckpointCoordinatorMXBeanImpl face;

    CheckpointCoordinatorStandardMBean(
            CheckpointCoordinatorMXBeanImpl face, NotificationEmitter emitter, JmxAccess access) {
        super(face, CheckpointCoordinatorMXBean.class, emitter, access);
        this.face = face;
    }

    /**
     * Sets several attributes as one update.
     *
     * @return the attributes as given
     * @throws IllegalArgumentException if any of them is not legal; none is set then, and unlike a
     *     plain MBean's result this error cannot be overlooked
     */
    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        Map<String, String> values = new HashMap<>();
        for (Attribute attribute : attributes.asList()) {
            requireRoleToWrite(attribute);
            values.put(attribute.getName(), String.valueOf(attribute.getValue()));
        }
        if (!values.isEmpty()) {
            try (CallerContext.Binding named = CallerContext.overJmx(JmxCaller::name)) {
                face.updateSettings(values, "", 0, -1);
            }
        }
        List<Attribute> set = new ArrayList<>(attributes.asList());
        return new AttributeList(set);
    }
}
